using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Training;

/// <summary>
/// The state of libtorch's default generator, from which dropout draws. Training keeps a state of its own and lends it
/// to the generator while it runs, so that nothing else in the process moves it.
/// </summary>
internal sealed class RandomState : IDisposable
{
    public RandomState(long seed)
    {
        using var kept = new KeptGenerator();
        manual_seed(seed);
        Value = get_rng_state().DetachFromDisposeScope();
    }

    /// <summary>Bytes of the generator.</summary>
    public Tensor Value { get; }

    /// <summary>Brings <see cref="Value"/> up to date with the generator.</summary>
    public void Capture()
    {
        using var current = get_rng_state();
        Value.copy_(current);
    }

    /// <summary>Gives the generator this state until the loan is disposed; then both have their own again.</summary>
    public Loan Lend() => new(this);

    public void Dispose() => Value.Dispose();

    public sealed class Loan : IDisposable
    {
        private readonly RandomState state;
        private readonly KeptGenerator outside = new();

        internal Loan(RandomState state)
        {
            this.state = state;
            set_rng_state(state.Value);
        }

        public void Dispose()
        {
            state.Capture();
            outside.Dispose();
        }
    }
}
