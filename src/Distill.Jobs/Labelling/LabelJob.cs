using System.Globalization;
using Distill.Data;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Teachers.Answers;
using Distill.Text.LanguageModels;

namespace Distill.Jobs.Labelling;

/// <summary>Stores a teacher's soft targets for the training part of a data set.</summary>
public static class LabelJob
{
    // That of a training whose split nobody chose.
    internal const long VariationSeed = 1;

    /// <summary>Labels what is not yet labelled.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="teacher">The teacher's files.</param>
    /// <param name="path">The store's folder.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit; its token stops between two batches, and the same call resumes.</param>
    /// <param name="unlabelled">Further data to label, names or paths; null for none.</param>
    /// <param name="variations">How many variations of each example to label, too; 0 for none.</param>
    /// <exception cref="DistillException">Data, files or options are not right, or the folder holds other targets.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static LabelOutcome Run(
        string data, DataOptions reading, TeacherFiles teacher, string path, TargetStoreOptions options,
        JobContext context, IReadOnlyList<string>? unlabelled = null, int variations = 0)
    {
        return With(data, reading, teacher, path, context, (unlabelled ?? [], variations), (view, opened) => Label(path, view, opened, options, context));
    }

    /// <summary>Labels what is not yet labelled of one part, beside processes that label other parts.</summary>
    /// <inheritdoc cref="Run"/>
    /// <param name="data">As there.</param>
    /// <param name="reading">As there.</param>
    /// <param name="teacher">As there.</param>
    /// <param name="path">As there.</param>
    /// <param name="options">As there, and the same for every part.</param>
    /// <param name="part">Which part.</param>
    /// <param name="context">As there.</param>
    /// <param name="unlabelled">As there.</param>
    /// <param name="variations">As there.</param>
    internal static LabelPartOutcome RunPart(
        string data, DataOptions reading, TeacherFiles teacher, string path, TargetStoreOptions options, WorkPart part, JobContext context,
        IReadOnlyList<string>? unlabelled = null, int variations = 0) =>
        With(data, reading, teacher, path, context, (unlabelled ?? [], variations), (view, opened) => LabelPart(path, view, opened, options, part, context));

    /// <summary>Makes one store of all parts, once they are labelled: checks them, and writes the index.</summary>
    /// <param name="path">The store's folder.</param>
    /// <param name="context">Told of files that were read; its token stops between two.</param>
    /// <exception cref="DistillException">A file is missing, damaged or of another labelling; the message names it.</exception>
    internal static LabelOutcome Finish(string path, JobContext context)
    {
        StoreMerge.Finish(path, context.Progress, context.CancellationToken);
        return Outcome(path);
    }

    /// <summary>Stores answers from elsewhere.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="answers">The file of answers.</param>
    /// <param name="answersOptions">How it is read.</param>
    /// <param name="path">The store's folder.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="context">Told what was found in the answers; its token stops between two batches, and the same call resumes.</param>
    /// <exception cref="DistillException">Data, answers or options are not right, or the folder holds other targets.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static LabelOutcome RunAnswers(
        string data, DataOptions reading, string answers, AnswersOptions answersOptions, string path, TargetStoreOptions options,
        JobContext context) =>
        With(data, reading, answers, answersOptions, path, context, (view, teacher) => Label(path, view, teacher, options, context));

    /// <summary>Stores one part of answers from elsewhere, beside processes that store other parts.</summary>
    /// <inheritdoc cref="RunAnswers"/>
    /// <param name="data">As there.</param>
    /// <param name="reading">As there.</param>
    /// <param name="answers">As there.</param>
    /// <param name="answersOptions">As there.</param>
    /// <param name="path">As there.</param>
    /// <param name="options">As there, and the same for every part.</param>
    /// <param name="part">Which part.</param>
    /// <param name="context">As there.</param>
    internal static LabelPartOutcome RunAnswersPart(
        string data, DataOptions reading, string answers, AnswersOptions answersOptions, string path, TargetStoreOptions options, WorkPart part,
        JobContext context) =>
        With(data, reading, answers, answersOptions, path, context, (view, teacher) => LabelPart(path, view, teacher, options, part, context));

    /// <summary>Stores what a language model says of texts.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="model">The server, the model, and how it is asked.</param>
    /// <param name="path">The store's folder; the answers are kept beside it.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="context">Told what the requests cost; its token stops between two batches, and the same call resumes.</param>
    /// <exception cref="DistillException">Data or options are not right, the server refuses, or the folder holds other targets.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    internal static LabelOutcome RunChat(string data, DataOptions reading, ChatModel model, string path, TargetStoreOptions options, JobContext context)
    {
        RunInputs.Require(data, reading, []);
        OutputPath.RequireFolder(path);
        var view = DataSets.Read(data, reading, context, classes: () => model.ClassNames).Train.Examples;
        if (view.ElementType != ElementType.Text)
        {
            throw new DistillException($"{data} holds no texts, and a language model is asked about nothing else.");
        }

        if (model.ClassNames is { } given && !given.SequenceEqual(view.ClassNames))
        {
            throw new DistillException($"{data} has classes of its own: {NameList.Of(view.ClassNames)}. Name none beside them.");
        }

        using var client = model.Connect();
        using var teacher = ChatTeacher.Open(client, view.ClassNames, ChatModel.AnswersBeside(path), model.Options);
        try
        {
            return Label(path, view, teacher, options with { BatchSize = Math.Min(options.BatchSize, ChatModel.BatchSize) }, context);
        }
        finally
        {
            context.Say?.Invoke(string.Create(
                CultureInfo.InvariantCulture,
                $"{teacher.Name}: {teacher.Requests:N0} requests, {teacher.Tokens:N0} tokens{(teacher.Unanswered > 0 ? $"; {teacher.Unanswered:N0} texts without an answer, whose targets are even" : "")}. Answers: {ChatModel.AnswersBeside(path)}"));
        }
    }

    /// <summary>Recomputes a sample of stored targets and compares.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="teacher">The teacher's files.</param>
    /// <param name="path">The store's folder.</param>
    /// <param name="sample">How many rows to recompute.</param>
    /// <param name="seed">Chooses them.</param>
    /// <param name="context">Told what was found in a teacher of another toolkit; its token stops it.</param>
    /// <param name="unlabelled">The further data that were labelled; null for none.</param>
    /// <param name="variations">How many variations of each example were labelled.</param>
    /// <returns>The rows whose answers differ by more than storing rounds them, in their order; none where the store agrees.</returns>
    /// <exception cref="DistillException">The store is damaged, or made from another data set, view, order or teacher.</exception>
    public static IReadOnlyList<long> Verify(
        string data, DataOptions reading, TeacherFiles teacher, string path, int sample, long seed,
        JobContext context, IReadOnlyList<string>? unlabelled = null, int variations = 0) =>
        Compare(data, reading, teacher, path, sample, seed, context, unlabelled, variations).DisagreeingRows;

    /// <summary>The same with the largest difference.</summary>
    /// <inheritdoc cref="Verify"/>
    internal static StoreVerification Compare(
        string data, DataOptions reading, TeacherFiles teacher, string path, int sample, long seed,
        JobContext context, IReadOnlyList<string>? unlabelled = null, int variations = 0)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        var view = Examples(data, reading, teacher, context, (unlabelled ?? [], variations));
        using var opened = teacher.Open(view, context.Say);
        using var store = SoftTargetStore.Open(path, checkContent: false);
        return StoreVerifier.Verify(store, view, opened, sample, seed, progress: context.Progress, cancellationToken: context.CancellationToken);
    }

    private static T With<T>(
        string data, DataOptions reading, TeacherFiles teacher, string path, JobContext context, (IReadOnlyList<string> Data, int Variations) beside,
        Func<ExampleView, ITeacher, T> label)
    {
        OutputPath.RequireFolder(path);
        var view = Examples(data, reading, teacher, context, beside);
        using var opened = teacher.Open(view, context.Say);
        return label(view, opened);
    }

    private static T With<T>(
        string data, DataOptions reading, string answers, AnswersOptions answersOptions, string path, JobContext context, Func<ExampleView, ITeacher, T> label)
    {
        RunInputs.Require(data, reading, []);
        OutputPath.RequireFolder(path);
        var file = AnswersFile.Read(answers, answersOptions);
        var opened = DataSets.Read(data, reading, context, classes: () => file.ClassNames);
        using var teacher = AnswersTeacher.Of(file, opened.Train.Examples, opened.Test?.Examples);
        context.Say?.Invoke(teacher.Description);
        return label(opened.Train.Examples, teacher);
    }

    private static ExampleView Examples(string data, DataOptions reading, TeacherFiles teacher, JobContext context, (IReadOnlyList<string> Data, int Variations) beside)
    {
        RunInputs.Require(data, reading, teacher.Files, unlabelled: beside.Data);
        var train = DataSets.Read(data, reading, context, classes: teacher.ClassNames).Train.Examples;
        return UnlabelledExamples.Beside(train, beside.Data, beside.Variations, VariationSeed, reading, context)?.With(train) ?? train;
    }

    private static LabelOutcome Label(
        string path, ExampleView view, ITeacher teacher, TargetStoreOptions options, JobContext context)
    {
        Labeller.Label(path, view, teacher, options, context.Progress, context.CancellationToken);
        return Outcome(path);
    }

    private static LabelPartOutcome LabelPart(
        string path, ExampleView view, ITeacher teacher, TargetStoreOptions options, WorkPart part, JobContext context)
    {
        var (plan, examples) = Labeller.LabelPart(path, view, teacher, options, part, context.Progress, context.CancellationToken);
        return new LabelPartOutcome(Path.GetFullPath(path), $"{part}", part.Of(plan.ShardCount).Count(), plan.ShardCount, examples, plan.Examples);
    }

    private static LabelOutcome Outcome(string path)
    {
        using var store = SoftTargetStore.Open(path, checkContent: false);
        return new LabelOutcome(Path.GetFullPath(path), store.Plan.Kind, store.Plan.Examples, store.Plan.BytesPerExample, store.Fingerprint);
    }
}
