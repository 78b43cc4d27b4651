using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>
/// Work in a run directory that is this process's alone meanwhile, and whose run.json tells that it is under way, and how it
/// ended where it did not succeed.
/// </summary>
internal static class TrackedWork
{
    /// <summary>Does the work; what succeeded is for the work itself to write down.</summary>
    /// <param name="run">Its run.json exists.</param>
    /// <param name="work">Throws where it is interrupted or fails.</param>
    /// <exception cref="DistillException">Another process works on the run.</exception>
    public static T In<T>(RunDirectory run, Func<T> work)
    {
        using var claim = run.Claim();
        run.RemoveLeftovers();
        run.WriteManifest(run.ReadManifest().Resumed());
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            run.WriteManifest(run.ReadManifest().Interrupted());
            throw;
        }
        catch (Exception failure)
        {
            NoteFailure(run, failure);
            throw;
        }
    }

    private static void NoteFailure(RunDirectory run, Exception failure)
    {
        try
        {
            run.WriteManifest(run.ReadManifest().Failed(failure.Message));
        }
        catch (DistillException)
        {
            // The disk that ended the work keeps this out too; the user is told of the first failure.
        }
    }
}
