using System.Reflection;
using TorchSharp;
using Xunit.v3;

namespace Distill.Tests.Libtorch;

/// <summary>
/// Gives libtorch several threads for the tests of a class that divide work among them. Tests of this assembly take turns, so that no other
/// test sees it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AllCoresAttribute : BeforeAfterTestAttribute
{
    private int before;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        before = torch.get_num_threads();
        torch.set_num_threads(Math.Max(2, Environment.ProcessorCount));
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => torch.set_num_threads(before);
}
