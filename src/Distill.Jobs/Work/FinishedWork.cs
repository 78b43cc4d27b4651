using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>Whether what is finished in a run's folder is what is asked for now, so that it may be taken up in its place.</summary>
internal static class FinishedWork
{
    /// <summary>Refuses what was finished by another plan, on other data or from another teacher.</summary>
    /// <param name="what">What is there, for example "the training of 'teacher' in runs/a/members/teacher-seed-1".</param>
    /// <param name="found">By what it was finished; null where that was not written down.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="remains">The file or folder without which it is done again.</param>
    /// <param name="version">The version that finished it, where it is known.</param>
    /// <exception cref="DistillException">They differ, and the message says in what; or that cannot be known.</exception>
    public static void Require(string what, WorkIdentity? found, WorkIdentity wanted, string remains, string? version = null)
    {
        if (found is null)
        {
            throw new DistillException(
                $"{Capital(what)} was finished by an earlier version{(version is null ? "" : $" ({version})")}, which did not write down all that decides it, "
                + $"such as teacher, temperature and weights: whether it is what is asked for now cannot be known. Delete {remains} to do it again, or resume with that version.");
        }

        if (found.DifferencesFrom(wanted, "there").ToList() is { Count: > 0 } differences)
        {
            throw new DistillException(
                $"{Capital(what)} was finished by another plan: {string.Join("; ", differences)}. "
                + $"Resume with what it was made with, use another run, or delete {remains} to do it again.");
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
