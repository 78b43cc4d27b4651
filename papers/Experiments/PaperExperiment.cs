using Distill.Jobs;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Experiments;

/// <summary>An experiment of the paper as a program runs it, whatever it trains and measures.</summary>
internal abstract class PaperExperiment
{
    private protected PaperExperiment()
    {
    }

    /// <summary>The experiment's name, which people type.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, for people who read the help.</summary>
    public abstract ExperimentHelp Help { get; }

    /// <summary>The names of the parts, in their order.</summary>
    public abstract IReadOnlyList<string> Parts { get; }

    /// <summary>Whether several processes may share its trainings.</summary>
    public abstract bool CanBeShared { get; }

    /// <summary>Makes the directory of a new run.</summary>
    /// <param name="path">The run's own folder, missing or empty; null names one under <paramref name="root"/>.</param>
    /// <param name="root">The folder for runs.</param>
    /// <param name="smoke">Whether in its short form, whose figures mean nothing.</param>
    /// <param name="changes">Values of the plan to change, each "path=value", for example "teacher.training.duration.epochs=100".</param>
    /// <exception cref="DistillException">A path does not exist, a value is out of range, or the folder cannot be made or holds something.</exception>
    public abstract RunDirectory Create(string? path, string root, bool smoke, IEnumerable<string> changes);

    /// <summary>Opens the run of an interrupted experiment, or one that lacks parts.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="changes">Values to change, each "path=value", in the plans of parts that are not done.</param>
    /// <exception cref="DistillException">The folder is no run of this experiment, a change is out of range or of a part that is done, or another process works on it.</exception>
    public abstract RunDirectory Reopen(string path, IReadOnlyCollection<string> changes);

    /// <summary>What a run has measured that has done some parts; null where one of them is not done.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="parts">Which of <see cref="Parts"/>; null for all.</param>
    /// <exception cref="DistillException">A file of the run is damaged.</exception>
    public abstract ExperimentOutcome? Finished(RunDirectory run, IReadOnlyCollection<string>? parts);

    /// <summary>Runs parts of the experiment, or resumes them, and writes the files of its results.</summary>
    /// <param name="run">The directory.</param>
    /// <param name="parts">Which of <see cref="Parts"/>, null for all; those that are done are not done again.</param>
    /// <param name="context">Told of the work; its token stops at the next checkpoint.</param>
    /// <exception cref="DistillException">Data, plans or numbers are not right; run.json then says why it failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; run.json then says so, and the same call resumes.</exception>
    public abstract ExperimentOutcome Run(
        RunDirectory run, IReadOnlyCollection<string>? parts, JobContext context);

    /// <summary>Trains beside the process that runs the experiment, on this machine or another one that has the folder: what nobody has begun. Results are for the other to write.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="parts">Which of <see cref="Parts"/>, null for all.</param>
    /// <param name="context">Told of the work; its token stops at the next checkpoint.</param>
    /// <exception cref="DistillException">The folder is no run of this experiment, or the experiment cannot be shared.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public abstract void Join(string path, IReadOnlyCollection<string>? parts, JobContext context);

    /// <summary>The document of a file of results; null where the file is missing.</summary>
    /// <param name="folder">The folder with the file.</param>
    /// <exception cref="DistillException">The file is damaged, or of another format.</exception>
    public abstract Document? DocumentIn(string folder);
}
