namespace Hops.Core.Settings;

/// <summary>Marks a setting whose value is never printed: <c>hops config show</c> masks it, and messages leave it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretSettingAttribute : Attribute;
