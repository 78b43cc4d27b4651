namespace Distill.Training;

/// <summary>What takes the steps of a training: a student under autograd, or a population by hand-written passes.</summary>
internal interface ITrainingEngine
{
    /// <summary>Steps done.</summary>
    long Step { get; }

    /// <summary>Students that still learn; with none there is nothing left to train.</summary>
    int Learning { get; }

    /// <summary>Whether there are examples to evaluate on.</summary>
    bool Evaluates { get; }

    /// <summary>The mean loss since the last record.</summary>
    double MeanLoss { get; }

    /// <summary>The share of the held-out examples that the student, or the best of several, got right when it was measured last; null before.</summary>
    double? HeldOutRight { get; }

    /// <summary>Takes the step after <see cref="Step"/>.</summary>
    void TrainOneStep();

    /// <summary>Tells observers of the mean loss.</summary>
    void RecordLoss();

    /// <summary>Measures on held-out examples, tells observers, and keeps the best.</summary>
    void Evaluate();

    /// <summary>Writes a checkpoint of where training is, where there is a folder for it.</summary>
    void WriteCheckpoint();
}
