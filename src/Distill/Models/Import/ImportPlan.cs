using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>Which tensor of a file goes where in a model, decided before a number is copied.</summary>
internal sealed class ImportPlan
{
    // Enough to see what is wrong; a file of a wholly other model lacks hundreds.
    private const int MostProblems = 40;
    private const int MostCandidates = 1000;

    private readonly WeightFiles file;
    private readonly IReadOnlyList<(string Name, Tensor Value)> model;
    private readonly IReadOnlyList<string> theirs;
    private readonly NameMap? map;
    private readonly bool strict;
    private readonly Dictionary<string, string> theirsByOurs = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    public ImportPlan(WeightFiles file, Classifier model, NameMap? map, bool strict)
    {
        (this.file, this.map, this.strict) = (file, map, strict);
        this.model = [.. model.State().Where(pair => !IsCounter(pair.Name))];
        theirs = [.. file.Entries.Keys.Where(name => !IsCounter(name))];
        Match();
        Judge();
    }

    public string MatchedBy { get; private set; } = Matching.Names;

    /// <summary>Pairs of tensors that can be copied, in the model's order.</summary>
    public List<(ImportedTensor Names, Tensor Value)> Pairs { get; } = [];

    public IReadOnlyList<string> Kept => [.. model.Select(tensor => tensor.Name).Except(Pairs.Select(pair => pair.Names.Ours))];

    public IReadOnlyList<string> Unused => [.. theirs.Except(Pairs.Select(pair => pair.Names.Theirs))];

    /// <exception cref="DistillException">Something stands in the way.</exception>
    public void ThrowIfImpossible(string description)
    {
        if (problems.Count > 0)
        {
            var more = problems.Count > MostProblems ? $"; and {problems.Count - MostProblems} more" : "";
            throw new DistillException(
                $"{file.Path} does not hold the tensors of {description}: {string.Join("; ", problems.Take(MostProblems))}{more}.");
        }
    }

    // Batch normalisation counts its batches; nothing is computed from the count.
    private static bool IsCounter(string name) => name.Split('.')[^1] == "num_batches_tracked";

    private void Match()
    {
        if (map is not null)
        {
            MatchedBy = Matching.Map;
            problems.AddRange(map.IdleEntries(theirs.ToHashSet(StringComparer.Ordinal)).Select(entry =>
                $"'{entry}' of {map.Source} fits no tensor of the file.{NearMiss.Question(entry, theirs.Take(MostCandidates))}"));
            Pair(map.Ours);
            return;
        }

        var names = theirs.ToHashSet(StringComparer.Ordinal);
        var prefix = SharedPrefix();
        var same = model.Count(tensor => names.Contains(tensor.Name));
        if (prefix.Length > 0 && model.All(tensor => names.Contains(prefix + tensor.Name)))
        {
            Pair(name => name[prefix.Length..]);
        }
        else if (same == model.Count || (same > 0 && !strict))
        {
            Pair(name => name);
        }
        else
        {
            MatchByOrder();
        }
    }

    private void MatchByOrder()
    {
        var (pairs, problem) = OrderMatching.Find(
            model.Select(tensor => (tensor.Name, (IReadOnlyList<long>)tensor.Value.shape)), [.. theirs.Select(name => (name, file.Entries[name]))]);
        if (pairs is null)
        {
            Pair(name => name);
            problems.Add($"the names differ, and order and shapes do not tell which is which: {problem}; give a map of names");
            return;
        }

        MatchedBy = Matching.Order;
        foreach (var (ours, name) in pairs)
        {
            theirsByOurs[ours] = name;
        }
    }

    private void Pair(Func<string, string?> ours)
    {
        foreach (var name in theirs)
        {
            if (ours(name) is { } target && !theirsByOurs.TryAdd(target, name))
            {
                problems.Add($"'{theirsByOurs[target]}' and '{name}' both become '{target}'");
            }
        }
    }

    private void Judge()
    {
        var unknown = theirsByOurs.Keys.Except(model.Select(tensor => tensor.Name), StringComparer.Ordinal).ToList();
        foreach (var (name, value) in model)
        {
            if (!theirsByOurs.TryGetValue(name, out var source))
            {
                Object($"'{name}' is missing", name, unknown.Take(MostCandidates));
                continue;
            }

            var entry = file.Entries[source];
            var shown = source == name ? $"'{name}'" : $"'{source}', our '{name}',";
            if (!entry.Shape.SequenceEqual(value.shape))
            {
                Object($"{shown} is [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", value.shape)}]", name, []);
            }
            else if (entry.Type is not (TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.F64))
            {
                problems.Add($"{shown} is {TensorTypes.Name(entry.Type)}, expected F32, F16, BF16 or F64");
            }
            else if (entry.Length > int.MaxValue)
            {
                problems.Add($"{shown} has {entry.Length} bytes, expected at most {int.MaxValue} in one tensor");
            }
            else
            {
                Pairs.Add((new ImportedTensor(source, name, TensorTypes.Name(entry.Type).ToLowerInvariant(), entry.Shape), value));
            }
        }

        foreach (var name in unknown)
        {
            var source = theirsByOurs[name];
            Object(
                source == name ? $"'{name}' is unexpected" : $"'{source}' becomes '{name}', which the model does not have",
                name,
                model.Select(tensor => tensor.Name));
        }

        if (Pairs.Count == 0 && problems.Count == 0)
        {
            problems.Add("no tensor of the file fits; give a map of names");
        }
    }

    // What the two sides lack in each other stands in the way only of a strict import.
    private void Object(string problem, string name, IEnumerable<string> candidates)
    {
        if (strict)
        {
            var nearest = problems.Count < MostProblems ? NearMiss.Suggest(name, candidates) : null;
            problems.Add(problem + (nearest is null ? "" : $" (is it '{nearest}'?)"));
        }
    }

    private string SharedPrefix()
    {
        var first = theirs.Count > 0 ? theirs[0] : "";
        var length = theirs.Aggregate(first.Length, (shared, name) => name.AsSpan(0, Math.Min(shared, name.Length)).CommonPrefixLength(first));
        return first[..(first.AsSpan(0, length).LastIndexOf('.') + 1)];
    }
}
