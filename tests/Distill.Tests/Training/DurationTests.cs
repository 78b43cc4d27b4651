using Distill.Runs;
using Distill.Training;

namespace Distill.Tests.Training;

public sealed class DurationTests
{
    [Theory]
    [InlineData(3, 10, 30)]
    [InlineData(0.25, 10, 3)]
    [InlineData(0.001, 10, 1)]
    public void EpochsBecomeStepsRoundedUp(double epochs, int stepsPerEpoch, long expected) =>
        Assert.Equal(expected, Duration.Epochs(epochs).ToSteps(stepsPerEpoch));

    [Fact]
    public void JsonNamesTheUnit()
    {
        Assert.Equal(Duration.Epochs(1.5), StrictJson.Read<Duration>("""{"epochs": 1.5}""", "test"));
        Assert.Equal(Duration.Steps(500), StrictJson.Read<Duration>("""{"steps": 500}""", "test"));
        Assert.Equal(Duration.Steps(500), StrictJson.Read<Duration>(StrictJson.Write(Duration.Steps(500)), "test"));
        Assert.Equal(Duration.Epochs(30), StrictJson.Read<Duration>(StrictJson.Write(Duration.Epochs(30)), "test"));
    }

    [Theory]
    [InlineData("30")]
    [InlineData("{}")]
    [InlineData("""{"step": 3}""")]
    [InlineData("""{"steps": 1.5}""")]
    [InlineData("""{"steps": "3"}""")]
    [InlineData("""{"epochs": 3, "steps": 4}""")]
    [InlineData("""{"epochs": {"steps": 4}}""")]
    public void OtherJsonIsAnsweredWithAnExample(string json)
    {
        var error = Assert.Throws<DistillException>(() => StrictJson.Read<Duration>(json, "recipe.json"));

        Assert.Contains("""{"epochs": 30}""", error.Message);
    }
}
