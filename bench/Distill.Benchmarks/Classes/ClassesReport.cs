using System.Globalization;

namespace Distill.Benchmarks.Classes;

/// <summary>The loss and its gradient over very many classes.</summary>
/// <param name="Classes">How many.</param>
/// <param name="BatchSize">Examples.</param>
/// <param name="Dense">With targets of all classes.</param>
/// <param name="Sparse">With the most probable classes and the mass of the others.</param>
/// <param name="TopK">How many those are.</param>
/// <param name="Rounds">Measurements of each.</param>
/// <param name="Threads">Threads of libtorch.</param>
internal sealed record ClassesReport(int Classes, int BatchSize, LossTimes Dense, LossTimes Sparse, int TopK, int Rounds, int Threads)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"loss and gradient over {Classes:N0} classes, batch {BatchSize}, {Threads} threads\n  dense: {Dense}\n  top-{TopK}: {Sparse}");
}

/// <summary>Milliseconds of a batch, medians over rounds.</summary>
/// <param name="Composed">Of libtorch's operations and their backward pass.</param>
/// <param name="ClosedForm">Of the library's loop.</param>
/// <param name="Ratio">The first over the second, the median of the ratios within a round.</param>
internal sealed record LossTimes(double Composed, double ClosedForm, double Ratio)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"composed {Composed:0.0} ms, closed form {ClosedForm:0.0} ms (x {Ratio:0.00})");
}
