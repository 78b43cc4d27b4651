using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Datasets;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Encoders;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers.Foreign;
using Distill.Text.Encoders;
using Distill.Training;
using Distill.Training.Schedules;

namespace Distill.Jobs.Heads;

/// <summary>Trains a linear model on the vectors of a frozen encoder of texts or images, and keeps both as one teacher.</summary>
internal static class HeadJob
{
    private const string HeadName = "model.safetensors";
    private const string EncoderName = "encoder.onnx";
    private const string VocabularyName = "vocab.txt";
    // Texts of one length go to the encoder together, so a batch holds many.
    private const int BatchSize = 1024;
    private const double Rate = 0.01;
    private const double WeightDecay = 1e-4;

    /// <summary>Encodes the training part once, trains, and measures on the test part.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="context">Told of examples that are encoded; its token stops the work.</param>
    /// <exception cref="DistillException">Data or files are not right, or the folder holds something.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing is kept.</exception>
    public static HeadOutcome Run(HeadRequest request, JobContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProblemList.ThrowIfAny("head", [.. request.Problems()]);
        if (Directory.Exists(request.Output) && Directory.EnumerateFileSystemEntries(request.Output).Any())
        {
            throw new DistillException($"{request.Output} is not empty; name another folder for the teacher.");
        }

        OutputPath.RequireFolder(request.Output);
        DataSets.Require(request.Data, request.Reading);
        var data = DataSets.Read(request.Data, request.Reading, context);
        var train = data.Train.Examples.Labelled();
        RequireKind(train, request);
        using IVectorTeacher encoder = request.Vocabulary is { } vocabulary
            ? TextEncoder.Open(request.Encoder, vocabulary, request.Options)
            : ImageEncoder.Open(request.Encoder, train.Shape, request.ImageOptions);
        using var head = Trained(Vectors(train, encoder, context), request, context);
        Copy(request.Encoder, Path.Combine(request.Output, EncoderName));
        var facts = request.Vocabulary is null
            ? new ImageHead(EncoderName, train.Shape, request.ImageOptions, encoder.Fingerprint).ToFacts()
            : new EncoderHead(EncoderName, CopyTokenizer(request.Vocabulary, request.Output), request.Options, encoder.Fingerprint).ToFacts();
        var path = Path.Combine(request.Output, HeadName);
        ModelFile.Save(path, head, facts);
        var opened = OpenedTeacher.At(path, train, new ForeignTeacherOptions());
        using var teacher = opened.Teacher;
        return new HeadOutcome(Path.GetFullPath(request.Output), teacher.Fingerprint, encoder.Dimensions, data.Test is { } test ? Tested(teacher, head, test.Examples, context) : null);
    }

    private static void RequireKind(ExampleView train, HeadRequest request)
    {
        var texts = request.Vocabulary is not null;
        if (train.Count == 0 || (texts ? train.ElementType != ElementType.Text : train.ElementType != ElementType.Pixel || train.Shape.IsFeatures))
        {
            throw new DistillException(
                $"{request.Data} holds no {(train.Count == 0 ? "example with a label" : texts ? "texts" : "images")}; a head learns from {(texts ? "texts" : "images")} with labels"
                + (train is { Count: > 0, ElementType: ElementType.Text } ? ", and an encoder of texts has a vocabulary, which is to be named." : "."));
        }
    }

    private static string CopyTokenizer(string vocabulary, string folder)
    {
        var tokens = TextTokens.Files(vocabulary).Select(file => (From: file, Name: NameOf(file))).ToList();
        tokens.ForEach(file => Copy(file.From, Path.Combine(folder, file.Name)));
        return tokens[0].Name;
    }

    // A vocabulary of WordPiece may have any name; what the others are is known by theirs.
    private static string NameOf(string file) => Path.GetExtension(file).ToUpperInvariant() is ".JSON" or ".MODEL" || Path.GetFileName(file) == "merges.txt" ? Path.GetFileName(file) : VocabularyName;

    private static void Copy(string from, string to) => AtomicFile.Write(to, stream =>
    {
        using var source = File.OpenRead(from);
        source.CopyTo(stream);
    });

    private static EvaluationSummary Tested(ITeacher teacher, Classifier head, ExampleView test, JobContext context)
    {
        var evaluation = Evaluator.Evaluate(Predictor.Of(teacher), test, progress: context.Progress, cancellationToken: context.CancellationToken);
        return EvaluateJob.Summary($"an encoder and a linear model of {head.Input}", null, null, evaluation, test, null);
    }

    private static Classifier Trained(ExampleView vectors, HeadRequest request, JobContext context)
    {
        var spec = new ModelSpec(vectors.Shape, [.. vectors.ClassNames], PixelStatistics.Of(vectors).ToNormalisation(), new MlpSpec { Widths = [] });
        var head = Classifier.Build(spec, request.Seed);
        try
        {
            var options = new TrainingOptions
            {
                Duration = Duration.Epochs(request.Epochs),
                Schedule = new CosineRate { Rate = Rate },
                WeightDecay = WeightDecay,
                Seed = request.Seed,
            };
            using var trainer = new Trainer(new TrainingTask(head, vectors, new HardLabels(), options), checkpointFolder: null);
            trainer.Run(null, context.Progress, context.CancellationToken);
            context.CancellationToken.ThrowIfCancellationRequested();
            return head;
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    private static ExampleView Vectors(ExampleView examples, IVectorTeacher encoder, JobContext context)
    {
        var vectors = new float[(long)examples.Count * encoder.Dimensions];
        for (var first = 0; first < examples.Count; first += BatchSize)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            using var batch = examples.Read(first, Math.Min(BatchSize, examples.Count - first));
            using var part = encoder.Vectors(batch);
            part.Copied<float>().CopyTo(vectors, first * encoder.Dimensions);
            context.Progress?.Report(new WorkProgress("encoding", first + batch.Size, examples.Count, "examples"));
        }

        return new ExampleView(new ArraySource(examples.Name, vectors, [.. examples.Labels().Select(label => (int)label)], examples.ClassNames));
    }
}
