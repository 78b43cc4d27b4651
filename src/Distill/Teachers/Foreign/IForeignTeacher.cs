namespace Distill.Teachers.Foreign;

/// <summary>A teacher from another toolkit's file, which says what was found there.</summary>
public interface IForeignTeacher : ITeacher
{
    /// <summary>Input, view, output and classes as they were found or told, a line each, for people.</summary>
    string Description { get; }

    /// <summary>Numbers that training made, as far as the file tells them apart from others.</summary>
    long ParameterCount { get; }
}
