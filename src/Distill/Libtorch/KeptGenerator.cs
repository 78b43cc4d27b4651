using static TorchSharp.torch;

namespace Distill.Libtorch;

/// <summary>Gives libtorch's default generator its state back when disposed, whatever was drawn or seeded in between.</summary>
internal sealed class KeptGenerator : IDisposable
{
    // Scopes that end earlier must not take it.
    private readonly Tensor state = get_rng_state().DetachFromDisposeScope();

    public void Dispose()
    {
        set_rng_state(state);
        state.Dispose();
    }
}
