using System.Globalization;

namespace Distill.Benchmarks.Combine;

/// <summary>How exact and how fast generalist and specialists are combined.</summary>
/// <param name="Classes">Classes.</param>
/// <param name="Specialists">Specialists.</param>
/// <param name="Problems">Problems of the check.</param>
/// <param name="LargestGap">
/// The most by which a result's KL divergences may be above their minimum, by the bound of the dual problem.
/// </param>
/// <param name="MostActive">The most specialists that were active at once.</param>
/// <param name="ExamplesPerSecond">On one core, the specialists of the top class active.</param>
/// <param name="MeanActive">How many these are in the mean.</param>
/// <param name="AllActivePerSecond">On one core, all specialists active.</param>
/// <param name="BytesPerExample">Allocated.</param>
/// <param name="GradientDescentPerSecond">The paper's gradient descent on the same examples, stopped 1e-4 above the minimum.</param>
/// <param name="GradientDescentSteps">Its median of steps.</param>
/// <param name="GradientDescentStopped">Examples that it gave up on after 20,000 steps; it counts as if it had got there.</param>
/// <param name="Ratio">How many times faster the solver is: the median over examples.</param>
internal sealed record CombineReport(
    int Classes, int Specialists, int Problems, double LargestGap, int MostActive, double ExamplesPerSecond, double MeanActive, double AllActivePerSecond,
    double BytesPerExample, double GradientDescentPerSecond, double GradientDescentSteps, int GradientDescentStopped, double Ratio)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Classes} classes, {Specialists} specialists: at most {LargestGap:0.0e+0} above the minimum in {Problems} problems of up to {MostActive} active
        {ExamplesPerSecond:0} examples/s on one core ({MeanActive:0.0} active), {AllActivePerSecond:0} with all active, {BytesPerExample:0.##} bytes an example
        gradient descent {GradientDescentPerSecond:0.0} examples/s ({GradientDescentSteps:0} steps, {GradientDescentStopped} given up): x {Ratio:0}
        """);
}
