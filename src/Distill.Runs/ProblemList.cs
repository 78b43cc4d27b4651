using System.Collections;

namespace Distill.Runs;

/// <summary>What is wrong with something that a user wrote, all of it told at once; one sentence each, in the order in which they were found.</summary>
internal sealed class ProblemList : IReadOnlyList<string>
{
    private readonly List<string> problems = [];

    /// <inheritdoc/>
    public int Count => problems.Count;

    /// <inheritdoc/>
    public string this[int index] => problems[index];

    /// <summary>Adds a sentence where something is wrong.</summary>
    /// <param name="wrong">Whether it is.</param>
    /// <param name="problem">The sentence.</param>
    public void Add(bool wrong, string problem)
    {
        if (wrong)
        {
            problems.Add(problem);
        }
    }

    /// <summary>Adds what is wrong with a part.</summary>
    /// <param name="found">One sentence each.</param>
    public void Add(IEnumerable<string> found) => problems.AddRange(found);

    /// <summary>Adds what is wrong with a part that has a key of its own.</summary>
    /// <param name="under">What stands before each sentence, for example "training.".</param>
    /// <param name="found">One sentence each.</param>
    public void Add(string under, IEnumerable<string> found) => problems.AddRange(found.Select(problem => under + problem));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Throws where something is wrong.</summary>
    /// <param name="source">Where, for example a file's path.</param>
    /// <param name="found">What is wrong.</param>
    /// <exception cref="DistillException">Lists all of it.</exception>
    public static void ThrowIfAny(string source, IEnumerable<string> found)
    {
        if (found.ToList() is { Count: > 0 } problems)
        {
            throw new DistillException(Sentence(source, problems));
        }
    }

    /// <summary>Several things that are wrong, as one message.</summary>
    /// <param name="source">Where they are, for example a file's path.</param>
    /// <param name="problems">What is wrong, one sentence each; a stop at the end of one changes nothing.</param>
    /// <returns>For example "recipe.json: name is empty; seeds is empty."</returns>
    public static string Sentence(string source, IEnumerable<string> problems)
    {
        var text = $"{source}: {string.Join("; ", problems.Select(problem => problem.TrimEnd('.')))}";
        return text.EndsWith('?') ? text : text + ".";
    }
}
