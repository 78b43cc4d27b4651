using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Datasets;
using Distill.Jobs.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Text.Encoders;
using Distill.Training;
using Distill.Training.Schedules;

namespace Distill.Jobs.Heads;

/// <summary>Trains a linear model on the vectors of a frozen encoder of texts, and keeps both as one teacher.</summary>
internal static class HeadJob
{
    private const string HeadName = "model.safetensors";
    private const string EncoderName = "encoder.onnx";
    private const string VocabularyName = "vocab.txt";
    private const double Rate = 0.01;
    private const double WeightDecay = 1e-4;

    /// <summary>Encodes the training part once, trains, and measures on the test part.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="context">Told of texts that are encoded; its token stops the work.</param>
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
        using var encoder = TextEncoder.Open(request.Encoder, request.Vocabulary, request.Options);
        var data = DataSets.Read(request.Data, request.Reading, context);
        var train = data.Train.Examples.Labelled();
        if (train.ElementType != ElementType.Text || train.Count == 0)
        {
            throw new DistillException($"{request.Data} holds no {(train.Count == 0 ? "example with a label" : "texts")}; a head learns from texts with labels.");
        }

        using var head = Trained(Vectors(train, encoder, context), request, context);
        Copy(request.Encoder, Path.Combine(request.Output, EncoderName));
        var tokens = TextTokens.Files(request.Vocabulary).Select(file => (From: file, Name: NameOf(file))).ToList();
        tokens.ForEach(file => Copy(file.From, Path.Combine(request.Output, file.Name)));
        var path = Path.Combine(request.Output, HeadName);
        ModelFile.Save(path, head, new EncoderHead(EncoderName, tokens[0].Name, request.Options, encoder.Fingerprint).ToFacts());
        using var teacher = EncoderTeacher.Open(path);
        return new HeadOutcome(Path.GetFullPath(request.Output), teacher.Fingerprint, encoder.Dimensions, data.Test is { } test ? Tested(teacher, head, test.Examples, context) : null);
    }

    // A vocabulary of WordPiece may have any name; what the others are is known by theirs.
    private static string NameOf(string file) => Path.GetExtension(file).ToUpperInvariant() is ".JSON" or ".MODEL" || Path.GetFileName(file) == "merges.txt" ? Path.GetFileName(file) : VocabularyName;

    private static void Copy(string from, string to) => AtomicFile.Write(to, stream =>
    {
        using var source = File.OpenRead(from);
        source.CopyTo(stream);
    });

    private static EvaluationSummary Tested(EncoderTeacher teacher, Classifier head, ExampleView test, JobContext context)
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

    private static ExampleView Vectors(ExampleView texts, TextEncoder encoder, JobContext context)
    {
        var words = new string[texts.Count];
        var raw = new byte[texts.Shape.Size];
        for (var i = 0; i < words.Length; i++)
        {
            texts.CopyExamples(i, 1, raw);
            words[i] = PaddedText.Of(raw);
        }

        using var vectors = encoder.Encode(words, context.Progress, context.CancellationToken);
        return new ExampleView(new ArraySource(texts.Name, vectors.data<float>().ToArray(), [.. texts.Labels().Select(label => (int)label)], texts.ClassNames));
    }
}
