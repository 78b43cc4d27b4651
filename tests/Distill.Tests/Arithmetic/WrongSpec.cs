using Distill.Models;
using Distill.Models.Networks;
using static TorchSharp.torch;

namespace Distill.Tests.Arithmetic;

/// <summary>A small net on images whose middle layer is wrong for some inputs.</summary>
internal sealed record WrongSpec(Fault Fault, Func<Tensor, bool> IsWrong) : NetworkSpec
{
    public override IEnumerable<string> Problems(ExampleShape input) => [];

    public override string Describe(ExampleShape input, int classes) => "wrong net";

    public override long MultiplyAdds(ExampleShape input, int classes) => 1000;

    internal override long LeastParameters(ExampleShape input, int classes) => 0;

    internal override nn.Module<Tensor, Tensor> Build(ExampleShape input, int classes) => nn.Sequential(
        ("layout", new ChannelsLast()),
        ("conv", nn.Conv2d(input.Channels, 3, 3, padding: 1)),
        ("middle", new WrongLayer(Fault, IsWrong)),
        ("flatten", nn.Flatten()),
        ("classes", nn.Linear(3L * input.Height * input.Width, classes)));
}
