using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Inference;

/// <summary>
/// The memory from which all models take what they need between two operations, with a bound: a file of a hundred bytes can
/// ask for any amount, and a system may grant it and then run out.
/// </summary>
internal static class Arena
{
    // What fits the number that ONNX Runtime takes here: 4 GiB.
    private const uint MostBytes = uint.MaxValue;
    private const int AsMuchAsAskedFor = 1;
    private const int Usual = -1;

    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>Lets a session take its memory from here; its weights come on top.</summary>
    public static void Use(SessionOptions options)
    {
        if (Registered.Value)
        {
            options.AddSessionConfigEntry("session.use_env_allocators", "1");
            options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        }
    }

    private static bool Register()
    {
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using var settings = new OrtArenaCfg(MostBytes, AsMuchAsAskedFor, Usual, Usual);
        OrtEnv.Instance().CreateAndRegisterAllocator(memory, settings);
        return true;
    }
}
