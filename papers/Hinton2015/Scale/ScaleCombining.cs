using System.Numerics.Tensors;
using Distill.Specialists;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Hinton2015.Scale;

/// <summary>
/// Asks the generalist and its specialists for the test examples and combines what they say, as <see cref="SpecialistEnsemble"/>
/// does, with the time of each step apart.
/// </summary>
internal sealed class ScaleCombining(ScaleWork work, ClassSets sets, string generalistPath, IReadOnlyList<string> specialistPaths, string controlPath) : IDisposable
{
    private const int BatchSize = 500;

    private readonly KlCombination combination = new(sets);
    private readonly ModelTeacher generalist = ScaleWork.Open(generalistPath);
    private readonly ModelTeacher control = ScaleWork.Open(controlPath);
    private readonly ModelTeacher[] specialists = [.. specialistPaths.Select(ScaleWork.Open)];

    /// <summary>Of the generalist.</summary>
    public ScaleHits Alone { get; } = new();

    /// <summary>Of the combination.</summary>
    public ScaleHits Together { get; } = new();

    /// <summary>Of the generalist that was trained on.</summary>
    public ScaleHits TrainedOn { get; } = new();

    /// <summary>Answers of specialists.</summary>
    public long Answers { get; private set; }

    /// <summary>The time in the generalist.</summary>
    public ProcessorClock Generalist { get; } = new();

    /// <summary>The time in the specialists.</summary>
    public ProcessorClock Specialists { get; } = new();

    /// <summary>The time in the combination, on one core.</summary>
    public ProcessorClock Combination { get; } = new();

    /// <summary>All test examples.</summary>
    public void Run()
    {
        var combined = new float[BatchSize * sets.Classes];
        for (var first = 0; first < work.Test.Count; first += BatchSize)
        {
            work.Context.CancellationToken.ThrowIfCancellationRequested();
            using var batch = work.Test.Read(first, Math.Min(BatchSize, work.Test.Count - first));
            var general = Generalist.Time(() => Ask(generalist, batch));
            var active = Enumerable.Range(0, batch.Size).Select(example => sets.Covering(TopClass(general, example)).ToArray()).ToArray();
            var answers = Specialists.Time(() => AskSpecialists(batch, active));
            Answers += Combination.Time(() => Combine(general, active, answers, combined));
            var trainedOn = Ask(control, batch);
            var labels = batch.Labels.data<long>().ToArray();
            for (var example = 0; example < batch.Size; example++)
            {
                Alone.Add(Row(general, example), labels[example]);
                TrainedOn.Add(Row(trainedOn, example), labels[example]);
                Together.Add(Row(combined, example), labels[example]);
            }

            work.Report("combining answers", first + batch.Size, work.Test.Count, "examples");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        generalist.Dispose();
        control.Dispose();
        Array.ForEach(specialists, specialist => specialist.Dispose());
    }

    private static float[] Ask(ITeacher member, Batch batch)
    {
        using var targets = member.Targets(batch, 1);
        return targets.LogProbabilities.Copied<float>();
    }

    // Returns how many specialists answered.
    private int Combine(float[] general, int[][] active, float[][] answers, float[] combined)
    {
        for (var example = 0; example < active.Length; example++)
        {
            combination.Combine(Row(general, example), active[example], answers[example], Row(combined, example));
        }

        return active.Sum(specialists => specialists.Length);
    }

    private Span<float> Row(float[] answers, int example) => answers.AsSpan(example * sets.Classes, sets.Classes);

    private int TopClass(float[] general, int example) => TensorPrimitives.IndexOfMax<float>(Row(general, example));

    // For each example the answers of its specialists, one after the other. A specialist sees its examples alone.
    private float[][] AskSpecialists(Batch batch, int[][] active)
    {
        var answers = active.Select(_ => new List<float>()).ToArray();
        for (var specialist = 0; specialist < sets.Count; specialist++)
        {
            var examples = Enumerable.Range(0, batch.Size).Where(example => active[example].Contains(specialist)).ToArray();
            if (examples.Length == 0)
            {
                continue;
            }

            using var positions = tensor(Array.ConvertAll(examples, example => (long)example));
            using var part = new Batch(
                batch.Inputs.index_select(0, positions), batch.Labels.index_select(0, positions), [.. examples.Select(example => batch.Rows[example])]);
            var (given, outputs) = (Ask(specialists[specialist], part), sets[specialist].Length + 1);
            for (var position = 0; position < examples.Length; position++)
            {
                answers[examples[position]].AddRange(given.AsSpan(position * outputs, outputs));
            }
        }

        return Array.ConvertAll(answers, answer => answer.ToArray());
    }
}
