using Distill.Jobs;

namespace Distill.Cli.Terminal;

/// <summary>Shows the progress of long work on stderr until it is disposed.</summary>
internal interface IWorkDisplay : IProgress<WorkProgress>, IDisposable
{
    /// <summary>Writes a remark beside the progress.</summary>
    void Say(string text);

    /// <summary>What a job is told of whom to tell: all of it comes here.</summary>
    JobContext Context(CancellationToken cancellationToken) => new() { Progress = this, Say = Say, CancellationToken = cancellationToken };
}
