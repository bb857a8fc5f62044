import { useId } from 'react';

/** Voltyard's mark: a bolt in the energy blue. */
export function Logo({ size = 26 }: { size?: number }) {
  const id = useId();
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="logo">
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#3f76ff" />
          <stop offset="1" stopColor="#184ad1" />
        </linearGradient>
      </defs>
      <rect width="32" height="32" rx="8" fill={`url(#${id})`} />
      <path
        d="M17.9 6.300 9.200 16.900c-.5.600-.1 1.500.7 1.500h4.500l-1.400 6.500c-.2 1 1 1.600 1.700.800l8.600-10.600c.5-.600.1-1.500-.7-1.500h-4.500l1.500-6.500c.2-1-1-1.600-1.700-.800z"
        fill="#fff"
      />
    </svg>
  );
}
