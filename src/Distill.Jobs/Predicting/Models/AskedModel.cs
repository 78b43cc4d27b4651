namespace Distill.Jobs.Predicting.Models;

/// <summary>A model that is open, with how it reads inputs.</summary>
/// <param name="Path">What people typed.</param>
/// <param name="Teacher">The model, which this object owns.</param>
/// <param name="Reading">How inputs are read for it.</param>
/// <param name="ClassNames">Its classes, in the order of its output.</param>
/// <param name="Description">What it is.</param>
internal sealed record AskedModel(string Path, ITeacher Teacher, ModelReading Reading, IReadOnlyList<string> ClassNames, string Description) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Teacher.Dispose();
}
