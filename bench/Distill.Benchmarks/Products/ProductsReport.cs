using System.Globalization;

namespace Distill.Benchmarks.Products;

/// <summary>Products in f32 by MKL and by oneDNN.</summary>
/// <param name="Products">Of each shape.</param>
/// <param name="Rounds">Measurements of each.</param>
/// <param name="Threads">Threads of libtorch.</param>
internal sealed record ProductsReport(IReadOnlyList<ProductTimes> Products, int Rounds, int Threads)
{
    public override string ToString() => $"products in f32, {Threads} threads, medians of {Rounds} rounds{string.Concat(Products.Select(product => $"\n  {product}"))}";
}

/// <summary>One layer.</summary>
/// <param name="Batch">Examples.</param>
/// <param name="Inputs">Numbers of an example.</param>
/// <param name="Outputs">Units.</param>
/// <param name="Difference">The largest difference between the two answers, whose numbers are some tens large.</param>
/// <param name="Forward">The forward pass.</param>
/// <param name="Step">Forward, and the gradients of weights and inputs.</param>
internal sealed record ProductTimes(int Batch, int Inputs, int Outputs, double Difference, LibraryTimes Forward, LibraryTimes Step)
{
    public override string ToString() => $"{Batch} x {Inputs} x {Outputs}: forward {Forward}; step {Step}";
}

/// <summary>GFLOP/s, medians over rounds.</summary>
/// <param name="Mkl">Of MKL.</param>
/// <param name="OneDnn">Of oneDNN.</param>
/// <param name="Ratio">How many times as fast oneDNN is, the median of the ratios within a round.</param>
internal sealed record LibraryTimes(double Mkl, double OneDnn, double Ratio)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MKL {Mkl:0} GFLOP/s, oneDNN {OneDnn:0} (x {Ratio:0.00})");
}
