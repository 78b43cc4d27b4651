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

    private static bool IsChosen(string name) => Environment.GetEnvironmentVariable(name) is not null;
}
