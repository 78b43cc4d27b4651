namespace Distill.Jobs.Predicting.Models;

/// <summary>A model that is asked.</summary>
/// <param name="Name">What to call it: its file, or the folder of its run; no two are alike.</param>
/// <param name="Description">What it is, for example "784-128-128-10".</param>
/// <param name="Input">The shape of one example as it is read for this model.</param>
/// <param name="Classes">How many classes it tells apart.</param>
public sealed record PredictedModel(string Name, string Description, string Input, int Classes);
