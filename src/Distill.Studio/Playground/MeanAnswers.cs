using Distill.Runs;

namespace Distill.Studio.Playground;

/// <summary>The mean of some models' distributions over the same test examples.</summary>
internal sealed class MeanAnswers
{
    private readonly IReadOnlyList<TestPredictions> models;
    private readonly float[] row;

    /// <exception cref="DistillException">There is no model.</exception>
    public MeanAnswers(IReadOnlyList<TestPredictions> models)
    {
        this.models = models.Count > 0 ? models : throw new DistillException("No model is chosen.");
        row = new float[Classes.Count];
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes => models[0].Set.Examples.ClassNames;

    /// <summary>How many examples there are.</summary>
    public int Count => models[0].Positions.Length;

    /// <summary>The number of an example in the test set.</summary>
    public int Index(int place) => models[0].Positions[place];

    /// <summary>The label of an example; −1 for none.</summary>
    public int Label(int place) => (int)models[0].Set.Labels[Index(place)];

    /// <summary>The probabilities of one example, until the next call.</summary>
    public ReadOnlySpan<float> Row(int place)
    {
        Array.Clear(row);
        foreach (var model in models)
        {
            var values = model.Answers.Case(place);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] += MathF.Exp(values[i]) / models.Count;
            }
        }

        return row;
    }

    /// <summary>For each class, how many examples there are, and how many of them are told right.</summary>
    public (int Examples, int Right)[] RightByClass()
    {
        var counts = new (int Examples, int Right)[Classes.Count];
        for (var place = 0; place < Count; place++)
        {
            if (Label(place) is >= 0 and var label)
            {
                var probabilities = Row(place);
                counts[label].Examples++;
                counts[label].Right += probabilities.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max(probabilities)) == label ? 1 : 0;
            }
        }

        return counts;
    }
}
