using System.Globalization;
using System.Numerics;
using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers.Answers;

namespace Distill.Teachers;

/// <summary>Decides what a store keeps of a teacher, from the options and from what the teacher can give.</summary>
internal static class LabelPlan
{
    private const int FewestRowsPerShard = 1_024;
    private const int MostRowsPerShard = 16_384;
    private const int UsualShards = 32;
    private const long UsualShardBytes = 64L << 20;

    /// <exception cref="DistillException">The options are out of range or ask for what the teacher cannot give; all in one message.</exception>
    public static StorePlan Of(ExampleView view, ITeacher teacher, TargetStoreOptions options)
    {
        if (teacher is AnswersTeacher { Named: { } named })
        {
            options = options with { TopK = options.TopK ?? named, Temperatures = options.Temperatures.Count == 0 ? [1] : options.Temperatures };
        }

        var ensemble = teacher as EnsembleTeacher;
        var members = ensemble?.Members.All(member => member.HasLogits) == true;
        var kind = options.TopK is not null ? TargetKind.TopK
            : teacher.HasLogits ? TargetKind.Logits
            : members && options.Temperatures.Count == 0 ? TargetKind.Members
            : TargetKind.Distribution;
        string[] problems = [.. options.Problems(teacher.Classes), .. TeacherProblems(view, teacher, options, kind)];
        if (problems.Length > 0)
        {
            throw new DistillException($"{teacher.Name} cannot label {view.Name} so: {string.Join(" ", problems)}");
        }

        bool everyTemperature = kind is TargetKind.Logits or TargetKind.Members;
        var plan = new StorePlan
        {
            Kind = kind,
            Classes = teacher.Classes,
            ClassNames = view.ClassNames.Count == teacher.Classes ? [.. view.ClassNames] : null,
            Examples = view.Count,
            TopK = options.TopK,
            Temperatures = everyTemperature ? [] : [.. options.Temperatures.Order()],
            ValuesTemperature = everyTemperature || teacher.HasLogits ? 1 : options.Temperatures[0],
            MemberWeights = kind == TargetKind.Members ? ensemble!.Weights : null,
            MemberMean = kind == TargetKind.Members && !ensemble!.Combination.IsPlain ? ensemble.Combination : null,
            RowsPerShard = options.RowsPerShard ?? FewestRowsPerShard,
            BatchSize = options.BatchSize,
            Teacher = OriginOf(teacher),
            Source = OriginOf(view.Source),
            View = OriginOf(view),
            Preprocessing = PreprocessingOf(view),
        };
        return options.RowsPerShard is null ? plan with { RowsPerShard = UsualRowsPerShard(plan) } : plan;
    }

    /// <summary>What a store of vectors holds.</summary>
    /// <exception cref="DistillException">The view has no examples.</exception>
    public static StorePlan Of(ExampleView view, IVectorTeacher teacher, bool asBytes)
    {
        if (view.Count == 0)
        {
            throw new DistillException($"{view.Name} has no examples to store vectors of.");
        }

        var plan = new StorePlan
        {
            Kind = asBytes ? TargetKind.ByteVectors : TargetKind.Vectors,
            Classes = teacher.Dimensions,
            Examples = view.Count,
            Temperatures = [],
            ValuesTemperature = 1,
            RowsPerShard = FewestRowsPerShard,
            BatchSize = new TargetStoreOptions().BatchSize,
            Teacher = new(teacher.Name, teacher.Fingerprint),
            Source = OriginOf(view.Source),
            View = OriginOf(view),
            Preprocessing = PreprocessingOf(view),
        };
        return plan with { RowsPerShard = UsualRowsPerShard(plan) };
    }

    public static StoreOrigin OriginOf(ITeacher teacher) => new(teacher.Name, teacher.Fingerprint);

    public static StoreOrigin OriginOf(IExampleSource source) => new(source.Name, source.Fingerprint);

    public static StoreOrigin OriginOf(ExampleView view) => new(view.Name, view.Fingerprint);

    /// <summary>Normalisation is the model's own and in its fingerprint; what is left is that the rows came raw and plain.</summary>
    public static StoreOrigin PreprocessingOf(ExampleView view)
    {
        string text = $"{view.Shape}, {view.ElementType}, not augmented";
        return new StoreOrigin(text, Fingerprint.Of("preprocessing", text));
    }

    // So many files that a kill loses little, and so few that a store of many millions still opens at once.
    private static int UsualRowsPerShard(StorePlan plan)
    {
        long part = (long)BitOperations.RoundUpToPowerOf2((uint)(plan.Examples / UsualShards));
        long fitting = Math.Max(1, UsualShardBytes / plan.BytesPerExample);
        return (int)Math.Min(Math.Clamp(part, FewestRowsPerShard, MostRowsPerShard), fitting);
    }

    private static IEnumerable<string> TeacherProblems(
        ExampleView view, ITeacher teacher, TargetStoreOptions options, TargetKind kind)
    {
        if (view.Count == 0)
        {
            yield return "the view has no examples.";
        }

        if (teacher is AnswersTeacher { Named: { } least })
        {
            if (options.TopK > least)
            {
                yield return $"it names {least} classes of some examples and leaves the rest as one number, so top-k is {least} at most.";
            }

            if (!options.Temperatures.SequenceEqual([1.0]))
            {
                yield return "what it leaves to classes that it does not name is known at T = 1 alone. Name no other temperature.";
            }

            yield break;
        }

        bool oneTemperature = kind is TargetKind.Distribution || (kind is TargetKind.TopK && !teacher.HasLogits);
        if (oneTemperature && options.Temperatures.Count != 1)
        {
            string named = string.Join(", ", options.Temperatures.Select(t => t.ToString(CultureInfo.InvariantCulture)));
            yield return $"its targets at one temperature do not follow from those at another, so a store of this kind holds one; "
                + $"the options name {(named.Length == 0 ? "none" : named)}. Name one temperature.";
        }
    }
}
