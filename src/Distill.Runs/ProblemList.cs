namespace Distill.Runs;

/// <summary>Several things that are wrong, as one message.</summary>
public static class ProblemList
{
    /// <summary>The message.</summary>
    /// <param name="source">Where they are, for example a file's path.</param>
    /// <param name="problems">What is wrong, one sentence each; a stop at the end of one changes nothing.</param>
    /// <returns>For example "recipe.json: name is empty; seeds is empty."</returns>
    public static string Sentence(string source, IEnumerable<string> problems)
    {
        var text = $"{source}: {string.Join("; ", problems.Select(problem => problem.TrimEnd('.')))}";
        return text.EndsWith('?') ? text : text + ".";
    }
}
