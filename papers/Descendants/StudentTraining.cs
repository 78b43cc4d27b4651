using Distill.Models;
using Distill.Training;
using Distill.Training.Hints;

namespace Descendants;

/// <summary>The training of one student.</summary>
/// <param name="Id">Tells it apart from others of its seed.</param>
/// <param name="Label">What the progress calls it.</param>
/// <param name="Network">Its architecture.</param>
/// <param name="Objective">What it minimises.</param>
/// <param name="IsTaught">Whether it has the teacher's answers.</param>
/// <param name="Options">How it is trained.</param>
/// <param name="Hints">The hidden layers that it follows, from the teacher; null for none.</param>
/// <param name="IsTrial">Whether held-out images measure it, to choose numbers.</param>
internal sealed record StudentTraining(
    string Id, string Label, NetworkSpec Network, IObjective Objective, bool IsTaught, TrainingOptions Options, Func<Classifier, HintMatching?> Hints, bool IsTrial = false);

/// <summary>What came of a training.</summary>
/// <param name="Path">The model's file.</param>
/// <param name="Seconds">What it took.</param>
/// <param name="HeldOutErrors">Of a trial, the held-out images that it has wrong.</param>
internal sealed record TrainedModel(string Path, double Seconds, long HeldOutErrors);
