using Distill.Jobs.Teachers;

namespace Distill.Jobs.Tests.Jobs;

public sealed class GuessingTests
{
    // An even guess over four classes has an NLL of ln 4 = 1.3863.
    [Theory]
    [InlineData(1.38, null)]
    [InlineData(1.39, "The model's probabilities are worse than guessing: NLL 1.3900, where the same probability for each of 4 classes has 1.3863.")]
    [InlineData(27587065.106, "NLL 27,587,065.1060, where")]
    [InlineData(double.NaN, "NLL NaN")]
    public void Worse_than_guessing_is_told(double nll, string? expected)
    {
        var warning = Guessing.Warning(nll, 4);
        Assert.True(expected is null ? warning is null : warning!.Contains(expected, StringComparison.Ordinal), warning);
    }
}
