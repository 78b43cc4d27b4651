using Distill.Runs;

namespace Distill.Training.Hints;

/// <summary>A model whose hidden layers guide those of a student, by their names.</summary>
internal interface ILayerTeacher : IDisposable
{
    /// <summary>The shape of one raw example that it takes.</summary>
    ExampleShape Input { get; }

    /// <summary>Covers all that decides what its layers answer.</summary>
    Fingerprint Fingerprint { get; }

    /// <summary>The names of all layers.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Prepares for asking some layers, again and again.</summary>
    /// <param name="layers">Some of <see cref="Names"/>, each once.</param>
    /// <returns>What is asked; the caller disposes it.</returns>
    /// <exception cref="DistillException">A layer does not turn one tensor into one.</exception>
    ILayerAnswers Open(IReadOnlyList<string> layers);
}
