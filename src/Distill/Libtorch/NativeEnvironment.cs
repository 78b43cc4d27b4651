using System.Runtime.InteropServices;
using System.Text;

namespace Distill.Libtorch;

/// <summary>The environment that native libraries read: .NET's own changes do not reach it, so libc's function is called.</summary>
internal static unsafe class NativeEnvironment
{
    /// <summary>Sets a variable, unless the user has set it or one of <paramref name="others"/>, which say the same in another way.</summary>
    public static void SetUnlessChosen(string name, string value, params ReadOnlySpan<string> others)
    {
        foreach (var other in others)
        {
            if (IsChosen(other))
            {
                return;
            }
        }

        if (IsChosen(name)
            || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "setenv", out var set))
        {
            return;
        }

        fixed (byte* key = Encoding.ASCII.GetBytes(name + '\0'), text = Encoding.ASCII.GetBytes(value + '\0'))
        {
            const int keep = 0;
            _ = ((delegate* unmanaged<byte*, byte*, int, int>)set)(key, text, keep);
        }
    }

    /// <summary>
    /// Lets glibc keep the memory that tensors give back, up to a limit, unless the user has chosen. By itself it asks the system for each large
    /// tensor anew, and the system gives it page by page: on virtual machines that takes longer than the convolution that fills it.
    /// </summary>
    /// <param name="largest">Larger pieces of memory, in bytes, still go back at once.</param>
    /// <param name="kept">How many bytes may be kept unused at the end of the heap.</param>
    /// <returns>Whether it was set; false where the library of C is another one.</returns>
    public static bool TryKeepMemory(int largest, int kept)
    {
        if (IsChosen("MALLOC_MMAP_THRESHOLD_") || IsChosen("MALLOC_TRIM_THRESHOLD_") || IsChosen("MALLOC_TOP_PAD_") || IsChosen("GLIBC_TUNABLES")
            || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "mallopt", out var set))
        {
            return false;
        }

        const int trimThreshold = -1, mmapThreshold = -3;
        var mallopt = (delegate* unmanaged<int, int, int>)set;
        return mallopt(mmapThreshold, largest) != 0 && mallopt(trimThreshold, kept) != 0;
    }

    private static bool IsChosen(string name) => Environment.GetEnvironmentVariable(name) is not null;
}
