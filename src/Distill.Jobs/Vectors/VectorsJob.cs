using Distill.Jobs.Datasets;
using Distill.Jobs.Labelling;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Text.Encoders;

namespace Distill.Jobs.Vectors;

/// <summary>Stores an encoder's vectors for the training part of a set of texts.</summary>
internal static class VectorsJob
{
    /// <summary>Stores what is not yet stored.</summary>
    /// <param name="request">What to store.</param>
    /// <param name="context">Told of examples that have vectors; its token stops between two batches, and the same call resumes.</param>
    /// <exception cref="DistillException">Data, files or options are not right, or the folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static VectorsOutcome Run(VectorsRequest request, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProblemList.ThrowIfAny("vectors", [.. request.Problems()]);
        RunInputs.Require(request.Data, request.Reading, [], unlabelled: request.Unlabelled);
        OutputPath.RequireFolder(request.Output);
        using var encoder = TextEncoder.Open(request.Encoder, request.Vocabulary, request.Options);
        var train = DataSets.Read(request.Data, request.Reading, context, classes: () => []).Train.Examples;
        if (train.ElementType != ElementType.Text)
        {
            throw new DistillException($"{request.Data} holds no texts, and the encoder takes nothing else.");
        }

        var view = UnlabelledExamples.Beside(train, request.Unlabelled, request.Variations, LabelJob.VariationSeed, request.Reading, context)?.With(train) ?? train;
        Labeller.StoreVectors(request.Output, view, encoder, request.AsBytes, context.Progress, context.CancellationToken);
        using var store = SoftTargetStore.Open(request.Output, checkContent: false);
        return new VectorsOutcome(Path.GetFullPath(request.Output), store.Plan.Classes, store.Plan.Examples, store.Plan.BytesPerExample, store.Fingerprint);
    }
}
