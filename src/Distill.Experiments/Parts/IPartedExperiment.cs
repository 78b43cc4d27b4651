using Distill.Runs;

namespace Distill.Experiments.Parts;

/// <summary>What a command needs of an experiment of several parts, whatever these share while they run.</summary>
/// <typeparam name="TPlan">What is trained.</typeparam>
/// <typeparam name="TResults">What is measured.</typeparam>
internal interface IPartedExperiment<TPlan, TResults>
{
    /// <summary>The experiment's name, which people type.</summary>
    string Name { get; }

    /// <summary>The names of the parts, in their order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Makes the directory of a new run.</summary>
    RunDirectory Create(string? path, string root, TPlan plan);

    /// <summary>Opens the run of an interrupted experiment, or one that lacks parts.</summary>
    (RunDirectory Run, TPlan Plan) Reopen(string path, IReadOnlyCollection<string> overrides);

    /// <summary>The results of a run that has done some parts; null where one of them is not done.</summary>
    TResults? Finished(RunDirectory run, IReadOnlyCollection<string>? chosen);
}
