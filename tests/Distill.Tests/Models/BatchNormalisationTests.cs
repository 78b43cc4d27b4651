using Distill.Models.Networks;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class BatchNormalisationTests
{
    [Fact]
    public void AnswersGradientsAndStateAreThoseOfTorchSharp()
    {
        using var scope = NewDisposeScope();
        using var ours = new BatchNormalisation(3);
        using var theirs = nn.BatchNorm2d(3);
        var generator = new Generator(7);
        for (var step = 0; step < 4; step++)
        {
            var images = randn([5, 3, 4, 6], generator: generator);
            var (mine, plain) = (images.clone().requires_grad_(), images.clone().requires_grad_());
            ours.train(step < 3);
            theirs.train(step < 3);

            var (answer, expected) = (ours.call(mine), theirs.call(plain));
            answer.exp().sum().backward();
            expected.exp().sum().backward();

            Assert.Equal(expected.bytes, answer.bytes);
            Assert.Equal(plain.grad!.bytes, mine.grad!.bytes);
            Assert.Equal(theirs.weight.grad!.bytes, ours.weight.grad!.bytes);
            Assert.Equal(theirs.bias!.grad!.bytes, ours.bias!.grad!.bytes);
            var (state, expectedState) = (ours.state_dict(), theirs.state_dict());
            Assert.Equal(expectedState.Keys, state.Keys);
            Assert.All(expectedState, pair => Assert.Equal(pair.Value.bytes, state[pair.Key].bytes));
        }

        Assert.Equal(3, ours.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void OtherDimensionsAreRefused()
    {
        using var layer = new BatchNormalisation(3);
        using var rows = zeros(4, 3);

        Assert.Contains("4 dimensions, and these are 2", Assert.Throws<ArgumentException>(() => layer.call(rows)).Message, StringComparison.Ordinal);
    }
}
