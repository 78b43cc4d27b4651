using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>The versions that a run records, with those of the tensor library.</summary>
internal static class LibraryVersions
{
    public static RunVersions Current() => RunVersions.Current(
        typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3),
        TorchSharp.torch.__version__);
}
