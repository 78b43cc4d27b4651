using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>A layer of two inputs with the second held, through which no gradient flows, such as what says where nothing stands.</summary>
internal sealed class LayerBeside : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor, Tensor> layer;

    /// <param name="layer">The layer.</param>
    /// <param name="beside">Its second input.</param>
    public LayerBeside(nn.Module<Tensor, Tensor, Tensor> layer, Tensor beside)
        : base(layer.GetName())
    {
        (this.layer, Beside) = (layer, beside);
        register_module(nameof(layer), layer);
    }

    /// <summary>The second input.</summary>
    public Tensor Beside { get; }

    public override Tensor forward(Tensor input) => layer.call(input, Beside);
}
