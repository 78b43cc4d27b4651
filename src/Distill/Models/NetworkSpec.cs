using System.Text.Json.Serialization;
using Distill.Models.Networks;
using Distill.Models.Units;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// An architecture without the numbers that the data set: JSON with a "kind" of "mlp", "conv", "resnet", "bag", "wordpiece" or "transformer".
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MlpSpec), "mlp")]
[JsonDerivedType(typeof(ConvNetSpec), "conv")]
[JsonDerivedType(typeof(ResNetSpec), "resnet")]
[JsonDerivedType(typeof(BagSpec), "bag")]
[JsonDerivedType(typeof(WordPieceSpec), "wordpiece")]
[JsonDerivedType(typeof(TransformerSpec), "transformer")]
public abstract record NetworkSpec
{
    /// <summary>
    /// The largest squared norm of the weights into one unit, enforced after each step (max-norm; the dropout recipe
    /// that the paper cites uses 15), or null for no limit.
    /// </summary>
    public double? MaxNorm { get; init; }

    /// <summary>
    /// Factor on the first weights and biases of the first layer, above 0 to 1, or null to leave them as they are drawn.
    /// What is drawn stays for good in the weights of inputs that training examples hardly ever light, and adds noise where
    /// a new example does; near 0, plain gradient steps make the weights of training examples alone. It changes where
    /// training starts and nothing afterwards.
    /// </summary>
    public double? FirstLayerScale { get; init; }

    /// <summary>Whether the network takes texts, as bytes of UTF-8, and nothing else.</summary>
    internal virtual bool TakesText => false;

    /// <summary>Whether it needs no file to be built.</summary>
    internal virtual bool IsWhole => true;

    /// <summary>What is out of range for this input, one sentence each.</summary>
    public abstract IEnumerable<string> Problems(ExampleShape input);

    /// <summary>A short name for tables, for example "784-128-128-10".</summary>
    public abstract string Describe(ExampleShape input, int classes);

    /// <summary>Multiply-adds of the products and convolutions for one example.</summary>
    public abstract long MultiplyAdds(ExampleShape input, int classes);

    /// <summary>The same with what the files that it names hold.</summary>
    /// <exception cref="DistillException">A file is missing or damaged.</exception>
    internal virtual NetworkSpec Whole() => this;

    /// <summary>The same with the files that it names somewhere else.</summary>
    /// <param name="find">From a path as it was written to where it is.</param>
    internal virtual NetworkSpec WithPaths(Func<string, string> find) => this;

    /// <summary>A lower bound on the weights, by arithmetic alone, to judge a file before anything is built.</summary>
    internal abstract long LeastParameters(ExampleShape input, int classes);

    /// <summary>
    /// The layers from normalised inputs to logits. Draws the first weights from libtorch's default generator.
    /// </summary>
    internal abstract nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes);

    /// <summary>The hidden layers whose units can be taken out, from inputs to logits; none where the architecture allows none.</summary>
    internal virtual IReadOnlyList<UnitGroup> UnitGroups(ExampleShape input) => [];

    /// <summary>The same with other numbers of units.</summary>
    /// <param name="units">One for each of <see cref="UnitGroups"/>, in their order.</param>
    internal virtual NetworkSpec WithUnits(IReadOnlyList<int> units) =>
        throw new NotSupportedException($"the units of {GetType().Name} cannot be chosen");

    /// <summary>The hidden layers that <see cref="AddPerceptron"/> makes.</summary>
    private protected static IEnumerable<UnitGroup> PerceptronGroups(IReadOnlyList<int> widths) =>
        widths.Select((width, layer) => UnitGroup.Of($"linear{layer + 1}", width, UnitSlices.Columns($"linear{layer + 2}.weight")));

    /// <summary>Hidden layers and logits behind a vector, with dropout before each.</summary>
    private protected static void AddPerceptron(TorchSharp.Modules.Sequential layers, long inputs, IReadOnlyList<int> widths, double dropout, int classes)
    {
        for (var layer = 1; layer <= widths.Count + 1; layer++)
        {
            if (dropout > 0)
            {
                layers.append($"dropout{layer - 1}", new SeededDropout(dropout));
            }

            var isLast = layer > widths.Count;
            layers.append($"linear{layer}", nn.Linear(inputs, isLast ? classes : widths[layer - 1], dtype: ScalarType.Float32));
            if (!isLast)
            {
                layers.append($"relu{layer}", nn.ReLU(inplace: true));
                inputs = widths[layer - 1];
            }
        }
    }

    /// <summary>A mistake when a probability of dropout is not in [0, 1).</summary>
    private protected static IEnumerable<string> DropoutProblems(string name, double value) => new ProblemList
    {
        { value is not (>= 0 and < 1), $"{name} is {value}; expected 0 or more, less than 1" },
    };

    /// <summary>Mistakes in what all architectures have.</summary>
    private protected IEnumerable<string> CommonProblems() => new ProblemList
    {
        { FirstLayerScale is not (null or (> 0 and <= 1)), $"firstLayerScale is {FirstLayerScale}; expected more than 0, at most 1" },
        { MaxNorm is not (null or > 0), $"maxNorm is {MaxNorm}; expected more than 0" },
    };
}
