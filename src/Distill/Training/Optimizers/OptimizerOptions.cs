using System.Text.Json.Serialization;
using Distill.Training.Optimizers.Rules;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>How gradients become changes of the weights. In JSON the key "kind" says which: sgd, adam or adamw.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SgdOptions), "sgd")]
[JsonDerivedType(typeof(AdamOptions), "adam")]
[JsonDerivedType(typeof(AdamWOptions), "adamw")]
public abstract record OptimizerOptions
{
    /// <summary>The names of the state tensors that each parameter carries, as in checkpoints.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>What is out of range, one sentence each.</summary>
    internal abstract IEnumerable<string> Problems();

    /// <summary>Changes one parameter, or a part of one, in place.</summary>
    internal abstract void Update(in ParameterSlice slice, in UpdateSettings settings);

    /// <summary>The same by operations of libtorch, for tensors that are not in the computer's own memory; the enclosing dispose scope frees what they make.</summary>
    internal abstract void Update(Tensor weights, Tensor gradient, IReadOnlyList<Tensor> states, in UpdateSettings settings);
}
