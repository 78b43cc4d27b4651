namespace Distill.Runs.Results;

/// <summary>The student that all rows of a comparison train.</summary>
/// <param name="Description">For example "784-128-128-10".</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="MultiplyAdds">Multiply-adds for one example.</param>
/// <param name="Temperature">The temperature chosen to distil with; null where no row has a teacher.</param>
/// <param name="HardWeight">The weight on the labels chosen to distil with, 0 to 1; null where no row has a teacher.</param>
/// <param name="Throughput">Speed; null where not measured.</param>
internal sealed record StudentFacts(
    string Description,
    long Parameters,
    long MultiplyAdds,
    double? Temperature = null,
    double? HardWeight = null,
    Throughput? Throughput = null);
