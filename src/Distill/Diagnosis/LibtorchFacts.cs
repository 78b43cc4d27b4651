using Distill.Arithmetic;
using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Diagnosis;

/// <summary>How libtorch computes in this process.</summary>
/// <param name="Version">Its version, for example "2.10.0".</param>
/// <param name="OneDnn">Whether it may use oneDNN; null where that cannot be asked.</param>
/// <param name="LayersCanBeChecked">Whether layers can be compared with double precision here, which needs functions that libtorch exports on Linux and macOS.</param>
internal sealed record LibtorchFacts(string Version, bool? OneDnn, bool LayersCanBeChecked)
{
    /// <summary>Asks libtorch.</summary>
    public static LibtorchFacts Current() => new(__version__, LibtorchContext.OneDnn, TensorData.CanReplace);

    /// <summary>Threads that libtorch computes with.</summary>
    public static int Threads => get_num_threads();
}
