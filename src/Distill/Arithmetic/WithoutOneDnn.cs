using Distill.Libtorch;

namespace Distill.Arithmetic;

/// <summary>
/// Keeps libtorch from using oneDNN for as long as it lives, where <paramref name="isWanted"/>. The switch belongs to the
/// process, so work on another thread is without it, too, and as right.
/// </summary>
internal readonly struct WithoutOneDnn(bool isWanted) : IDisposable
{
    private readonly bool turnedOff = isWanted && LibtorchContext.OneDnn == true && LibtorchContext.TrySetOneDnn(false);

    public void Dispose()
    {
        if (turnedOff)
        {
            LibtorchContext.TrySetOneDnn(true);
        }
    }
}
