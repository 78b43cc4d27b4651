using System.Runtime.CompilerServices;

namespace Distill.Testing;

/// <summary>
/// The library is the first thing that a test assembly uses, as it is in an application, so that what it sets for
/// libtorch also holds where a test is the first to make a tensor.
/// </summary>
internal static class LibraryFirst
{
    [ModuleInitializer]
    internal static void Use()
    {
        // What tests share comes before what the library sets, and initialisers have no order of their own.
        SharedCores.Share();
        RuntimeHelpers.RunModuleConstructor(typeof(Precision).Module.ModuleHandle);
    }
}
