namespace Distill.Benchmarks.Phases;

/// <summary>What the phases program prints with --json: where a step with stored targets spends its time.</summary>
/// <param name="F32">Products in f32.</param>
/// <param name="Bf16">Products in bf16.</param>
/// <param name="Steps">Steps of each.</param>
internal sealed record PhasesReport(StepPhases F32, StepPhases Bf16, int Steps);

/// <summary>Medians in microseconds.</summary>
/// <param name="Batch">Gathering the images' bytes and labels.</param>
/// <param name="Targets">Gathering and softening the stored targets.</param>
/// <param name="Forward">Normalisation, products, biases, activations.</param>
/// <param name="Loss">Loss and its gradient.</param>
/// <param name="Backward">Gradients of all weights.</param>
/// <param name="Update">The optimizer.</param>
/// <param name="Step">The whole step.</param>
/// <param name="ProductsAlone">The same eight matrix products with nothing around them, measured between the steps.</param>
/// <param name="ProductsShare">The products over the whole step, step by step.</param>
internal sealed record StepPhases(
    double Batch, double Targets, double Forward, double Loss, double Backward, double Update, double Step, double ProductsAlone, double ProductsShare);
