using static TorchSharp.torch;

namespace Distill.Tests.Packaging;

public sealed class LibtorchTests
{
    [Fact]
    public void LoadsAndMultipliesMatrices()
    {
        using var scope = NewDisposeScope();
        var product = mm(tensor(new float[,] { { 1, 2 }, { 3, 4 } }), tensor(new float[,] { { 5, 6 }, { 7, 8 } }));

        Assert.Equal([19f, 22f, 43f, 50f], product.data<float>().ToArray());
    }

    [Fact]
    public void IsTheOnlySystemsLibraryInTheOutputFolder()
    {
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "runtimes")));
    }
}
