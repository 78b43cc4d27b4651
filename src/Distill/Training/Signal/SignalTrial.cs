using Distill.Arithmetic;
using Distill.Data;
using Distill.Libtorch;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Training.Signal;

/// <summary>Looks at a teacher's soft targets for some training examples before the first step.</summary>
internal static class SignalTrial
{
    private const int Examples = 256;
    private const int MostAtOnce = 128;

    // 256 rows of 15,000 classes.
    private const int Numbers = 4_000_000;

    /// <summary>Asks the teacher of one training, and its student what it answers so far.</summary>
    /// <param name="task">The training; its student has its first weights.</param>
    /// <param name="working">The student that trains, whose layers were compared with double precision.</param>
    /// <returns>What says nothing, a sentence each; none without a teacher.</returns>
    public static IReadOnlyList<string> Of(TrainingTask task, Classifier working)
    {
        var objective = task.Objective.At(0, task.Length.Steps);
        if (objective.TeacherTemperature is not { } temperature)
        {
            return [];
        }

        var teacher = task.Teacher!;
        using var asChecked = working.ComputeAsChecked();
        return Of(
            task.Examples, task.Options, teacher.Name,
            batch => new Dictionary<double, SoftTargets> { [temperature] = teacher.Ask(objective, batch)!.ToCpu() },
            [("the student", task.Student, objective)]);
    }

    /// <summary>Asks the teacher once, and each student what it answers so far.</summary>
    /// <param name="examples">The training examples; those with labels are looked at first, in an order of the options' seed.</param>
    /// <param name="options">How many examples are read at once.</param>
    /// <param name="teacher">What to call the teacher.</param>
    /// <param name="ask">Soft targets of a batch, by temperature.</param>
    /// <param name="students">The students before their first step, by name; weights and mode stay as they are.</param>
    /// <returns>What says nothing, a sentence each, after the names of those that it is about where these are not all.</returns>
    public static IReadOnlyList<string> Of(
        ExampleView examples,
        TrainingOptions options,
        string teacher,
        Func<Batch, IReadOnlyDictionary<double, SoftTargets>> ask,
        IReadOnlyList<(string Name, Classifier Student, IObjective Objective)> students)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // What the caller's teacher draws here, dropout shall not miss.
        using var kept = new KeptGenerator();
        try
        {
            var batches = Read(examples, options, students[0].Student.Classes);
            var asked = batches.Select(ask).ToList();
            return Grouped(students, [.. students.Select(student => Sentences(student.Student, student.Objective, teacher, batches, asked).ToList())]);
        }
        catch (DistillException)
        {
            // The training meets it at that row, and says so.
            return [];
        }
    }

    private static List<Batch> Read(ExampleView examples, TrainingOptions options, int classes)
    {
        var labels = examples.Labels();
        var order = new EpochOrder(examples.Count, options.Seed).Positions(0);
        var count = Math.Clamp(Numbers / classes, 1, Examples);
        return [.. order.OrderBy(position => labels[position] < 0).Take(count).Chunk(Math.Min(options.BatchSize, MostAtOnce)).Select(chunk => examples.Read(chunk))];
    }

    private static IEnumerable<string> Sentences(
        Classifier student, IObjective objective, string teacher, List<Batch> batches, List<IReadOnlyDictionary<double, SoftTargets>> asked)
    {
        if (objective.TeacherTemperature is not { } temperature)
        {
            return [];
        }

        var targets = asked.ConvertAll(answer => answer[temperature]);
        if (targets.Zip(batches).Any(pair => !Fits(pair.First, pair.Second, student.Classes)))
        {
            return [];
        }

        var signal = new TeacherSignal(
            teacher,
            temperature,
            [.. targets.SelectMany(target => AnswerRows.Of(target, student.Classes))],
            [.. batches.SelectMany(batch => batch.Labels.data<long>().ToArray())]);
        if (!signal.CanBeSeen)
        {
            return [];
        }

        var logits = Logits(student, batches);
        var own = logits.Zip(targets, AnswerRows.Like).ToList();
        var softens = objective is IClosedFormObjective;
        (double, double)? pulls = softens && objective.NeedsLabels ? Pulls(objective, logits, batches, targets, own) : null;
        var ofStudent = signal.OfStudent([.. own.SelectMany(answer => AnswerRows.Of(answer, student.Classes))], pulls);
        return signal.OfTargets(softens).Concat(ofStudent is null ? [] : [ofStudent]);
    }

    // What does not fit is refused by the objective, in its own words.
    private static bool Fits(SoftTargets targets, Batch batch, int classes) =>
        targets.LogProbabilities.shape is [var rows, var width] && rows == batch.Size
        && (targets.Support is { } support ? support.shape is [var also, var k] && also == rows && width == k + 1 && k <= classes : width == classes);

    private static List<Tensor> Logits(Classifier student, List<Batch> batches)
    {
        using var evaluation = new EvaluationMode(student.Network);
        return batches.ConvertAll(batch => student.Network.call(student.Normalise(batch.Inputs)).cpu().to(ScalarType.Float32));
    }

    // Where the targets are the student's own answers, labels alone pull; the difference is what the teacher adds.
    private static (double Soft, double Labels) Pulls(
        IObjective objective, List<Tensor> logits, List<Batch> batches, List<SoftTargets> targets, List<SoftTargets> own)
    {
        var (soft, labels) = (0.0, 0.0);
        for (var piece = 0; piece < batches.Count; piece++)
        {
            var whole = Gradient(objective, logits[piece], batches[piece].Labels, targets[piece]);
            var alone = Gradient(objective, logits[piece], batches[piece].Labels, own[piece]);
            soft += whole.Zip(alone).Sum(pair => Math.Pow(pair.First - pair.Second, 2));
            labels += alone.Sum(value => Math.Pow(value, 2));
        }

        return (Math.Sqrt(soft), Math.Sqrt(labels));
    }

    private static float[] Gradient(IObjective objective, Tensor logits, Tensor labels, SoftTargets targets)
    {
        using var learning = enable_grad();
        using var leaf = logits.detach().requires_grad_(true);
        objective.Losses(leaf, labels, targets).sum().backward();
        return leaf.grad!.data<float>().ToArray();
    }

    private static List<string> Grouped(IReadOnlyList<(string Name, Classifier Student, IObjective Objective)> students, List<string>[] sentences)
    {
        var distilled = students.Count(student => student.Objective.TeacherTemperature is not null);
        return
        [
            .. sentences.Index()
                .SelectMany(pair => pair.Item.Select(text => (Text: text, students[pair.Index].Name)))
                .GroupBy(pair => pair.Text, pair => pair.Name)
                .Select(group => group.Count() == distilled ? group.Key : $"{Names([.. group])}: {group.Key}"),
        ];
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= 3 ? string.Join("; ", names) : $"{string.Join("; ", names.Take(3))} and {names.Count - 3} more";
}
