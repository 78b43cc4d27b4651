using Distill.Models.Networks;
using Distill.Models.Units;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>A multi-layer perceptron with rectified linear units; the paper's nets on MNIST (section 3).</summary>
public sealed record MlpSpec : NetworkSpec
{
    private const int LargestWidth = 1 << 16;

    /// <summary>Units of each hidden layer, 1 to 65,536; none, [], make a linear model.</summary>
    public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>The probability of dropping an input, 0 to less than 1; the cited recipe uses 0.2.</summary>
    public double InputDropout { get; init; }

    /// <summary>The probability of dropping a hidden unit, 0 to less than 1; the cited recipe uses 0.5.</summary>
    public double HiddenDropout { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(ExampleShape input)
    {
        var problems = DropoutProblems("inputDropout", InputDropout)
            .Concat(DropoutProblems("hiddenDropout", HiddenDropout))
            .Concat(CommonProblems());
        return Widths.All(width => width is >= 1 and <= LargestWidth) && Widths.Count <= 64
            ? problems
            : problems.Append($"widths is [{string.Join(", ", Widths)}]; expected at most 64 numbers from 1 to {LargestWidth}");
    }

    /// <inheritdoc/>
    public override string Describe(ExampleShape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        return string.Join('-', [input.Size, .. Widths, classes]);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(ExampleShape input, int classes)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] sizes = [input.Size, .. Widths, classes];
        return sizes.Zip(sizes.Skip(1), (from, to) => checked(from * to)).Sum();
    }

    internal override long LeastParameters(ExampleShape input, int classes) => MultiplyAdds(input, classes);

    internal override IReadOnlyList<UnitGroup> UnitGroups(ExampleShape input) => [.. PerceptronGroups(Widths)];

    internal override NetworkSpec WithUnits(IReadOnlyList<int> units) => this with { Widths = units };

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes)
    {
        var layers = nn.Sequential(("flatten", nn.Flatten()));
        if (InputDropout > 0)
        {
            layers.append("dropout0", new SeededDropout(InputDropout));
        }

        var inputs = (long)input.Size;
        for (var layer = 1; layer <= Widths.Count; layer++)
        {
            layers.append($"linear{layer}", nn.Linear(inputs, Widths[layer - 1], dtype: ScalarType.Float32));
            layers.append($"relu{layer}", nn.ReLU(inplace: true));
            if (HiddenDropout > 0)
            {
                layers.append($"dropout{layer}", new SeededDropout(HiddenDropout));
            }

            inputs = Widths[layer - 1];
        }

        layers.append($"linear{Widths.Count + 1}", nn.Linear(inputs, classes, dtype: ScalarType.Float32));
        return layers;
    }

    /// <summary>Equal layers make equal specifications.</summary>
    public bool Equals(MlpSpec? other) =>
        base.Equals(other) && Widths.SequenceEqual(other.Widths)
        && InputDropout.Equals(other.InputDropout) && HiddenDropout.Equals(other.HiddenDropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Widths.Count, Widths.Sum(), InputDropout, HiddenDropout, MaxNorm, FirstLayerScale);
}
