using Distill.Jobs.Predicting;

namespace Distill.Cli.Verbs;

/// <summary>Writes predictions on stdout, one after the other.</summary>
internal interface IPredictionWriter
{
    /// <summary>Writes what comes before all.</summary>
    void Begin(PredictionSession session);

    /// <summary>Writes a prediction.</summary>
    void Write(Prediction prediction);

    /// <summary>Writes what comes after all.</summary>
    void End();
}
