using Descendants.Plans;
using Distill.Jobs;
using Distill.Runs;

namespace Descendants;

/// <summary>What the parts share: the plan, the run, and who hears of it.</summary>
internal sealed record ObjectivesWork(ObjectivesExperiment Experiment, RunDirectory Run, JobContext Context);
