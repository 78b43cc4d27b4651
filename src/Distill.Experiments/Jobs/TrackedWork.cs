using Distill.Runs;

namespace Distill.Experiments.Jobs;

/// <summary>Work in a run directory whose run.json tells that it is under way, and how it ended where it did not succeed.</summary>
internal static class TrackedWork
{
    /// <summary>Does the work; what succeeded is for the work itself to write down.</summary>
    /// <param name="run">Its run.json exists.</param>
    /// <param name="work">Throws where it is interrupted or fails.</param>
    public static T In<T>(RunDirectory run, Func<T> work)
    {
        AtomicFile.RemoveLeftovers(run.Path);
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
            run.WriteManifest(run.ReadManifest().Failed(failure.Message));
            throw;
        }
    }
}
