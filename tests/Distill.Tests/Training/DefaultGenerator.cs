namespace Distill.Tests.Training;

/// <summary>Tests that nothing else may run beside: libtorch has one default generator, and dropout draws from it.</summary>
[CollectionDefinition(nameof(DefaultGenerator), DisableParallelization = true)]
public sealed class DefaultGenerator
{
}
